"""The shipped networks, each with its model card."""
