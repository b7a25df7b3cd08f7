"""How days and numbers are written in a language, where Django says it otherwise than its readers here expect."""
