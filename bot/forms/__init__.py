"""What people type, read into requests: text, language, zone and now in; a request or a mistake out."""
