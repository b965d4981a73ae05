"""What people say of their settings, one module a language."""
