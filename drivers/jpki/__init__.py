"""A My Number card's user-authentication certificate: read it, check the PIN, sign once. Nothing else on it is touched."""
