"""Every word that a person reads, one catalogue file a language."""
