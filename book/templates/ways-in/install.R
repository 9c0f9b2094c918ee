install.packages("r/exportcurbs_VERSION.tar.gz", repos = NULL, type = "source")
