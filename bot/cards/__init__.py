"""What people see: facts and a reader in, a card out. Every sentence lives here or in forms."""
