"""One house style for policy files, and their way from one language into another.

A file that parses has a tree that no language owns. `naming` tells what the names of that tree are
called in a language, `dutyrules.syntax.to_text` writes its statements, and `layout` puts the comments
and the blank lines of the author back between them. `formatter` joins the three and reads the result
once more before it lets go of it, so that no file changes its meaning by being formatted.
"""
