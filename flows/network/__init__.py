"""The network: one HTTP client with limits and a guard on addresses."""
