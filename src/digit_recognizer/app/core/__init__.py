"""What the pages of the window share: session, reader, document, networks and settings."""
