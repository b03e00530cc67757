"""The commands, one file each, and the border where errors become exit codes.

`main` knows only the names of the commands and loads one when it is chosen, so that
`dutyrules --version` costs little more than the interpreter. A command reads its options, calls one
function of the library and prints what comes back; it decides nothing about a policy or a log. What may
go wrong meets one place, `boundary`: an error in a policy, a school folder or a log is shown in the
reader's language and ends in the exit code that `exits` documents; anything else is the fault of dutyrules
and says so.
"""
