"""The Washington Group bot: what it is, decides, does and says."""
