"""An HTTP client with limits, and checks of the addresses that it connects to."""
