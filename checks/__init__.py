"""What can be wrong: the record contract, the rules and the engine that runs them."""
