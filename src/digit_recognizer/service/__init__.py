"""Reading by HTTP: digits, numbers and sheets, for other programs on this machine."""
