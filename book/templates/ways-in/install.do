net install exportcurbs, from("`c(pwd)'/stata")
exportcurbs folder "`c(pwd)'"
