"""A virtual My Number card, byte for byte, with a fault console; it shares no code with the driver that it rehearses."""
