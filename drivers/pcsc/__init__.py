"""Card readers through PC/SC (pcscd): watch them, connect exclusively, carry bytes."""
