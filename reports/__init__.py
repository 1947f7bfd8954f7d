"""What people and machines read: output formats, the gate and the report page."""
