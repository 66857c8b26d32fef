"""The pages of the cards' room."""
