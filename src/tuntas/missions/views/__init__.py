"""Pages of the mobile service."""
