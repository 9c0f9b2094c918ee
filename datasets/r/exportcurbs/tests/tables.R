# Facts that could be false; the build's own tests compare every cell with the Parquet files.
library(exportcurbs)

tables <- ec_tables()
stopifnot(nrow(tables) > 40, all(c("measures", "materials") %in% tables$name))
for (name in tables$name) {
  frame <- ec_load(name)
  stopifnot(nrow(frame) == tables$rows[tables$name == name], identical(names(frame), ec_describe(name)$column))
}
# no guess of types: a code keeps its zeros, Namibia is no missing value
stopifnot("NAM" %in% ec_load("countries")$iso3, is.character(ec_load("item_customs_codes")$customs_code))
stopifnot(inherits(ec_load("measure_periods")$first_day, "Date"))
said <- tryCatch(ec_load("measure"), error = conditionMessage)
stopifnot(grepl("Did you mean \"measures\"?", said, fixed = TRUE))
