"""Talking to smart cards as ISO/IEC 7816-4 describes it: commands, answers, lengths. Pure, knows no reader and no card."""
