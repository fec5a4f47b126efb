"""What an operator does beside the bot: look whether all is well, export, back up, restore."""
