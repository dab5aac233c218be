"""The language server: what an editor asks, answered from `lacdsl.editing`."""
