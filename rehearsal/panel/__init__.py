"""The panel beside the kiosk's window: buttons for every word that plays the world."""
