# Facts that could be false; the build's own tests compare every cell and 200 answers with Python's.
library(exportcurbs)

fails <- function(call, words) {
  said <- tryCatch({ call; "no error" }, error = conditionMessage)
  if (!grepl(words, said, fixed = TRUE)) stop("said: ", said)
}

tables <- ec_tables()
stopifnot(nrow(tables) > 40, all(c("measures", "materials") %in% tables$name))
for (name in tables$name) {
  frame <- ec_load(name)
  stopifnot(nrow(frame) == tables$rows[tables$name == name], identical(names(frame), ec_describe(name)$column))
}
# no guess of types: a code keeps its zeros, a list its elements
stopifnot("NAM" %in% ec_load("countries")$iso3, is.character(ec_load("item_customs_codes")$customs_code))
stopifnot(inherits(ec_load("measure_periods")$first_day, "Date"), is.logical(ec_load("goods")$ordinary))
stopifnot(is.list(ec_load("measures", lists = TRUE)$destinations))
stopifnot(attr(ec_load("measures"), "as_of") == as.Date(ec_version()[["as_of"]]))
fails(ec_load("measure"), "Did you mean \"measures\"?")

# a day outside the record, and before any rule
stopifnot(ec_status("Ga", "USA", "2999-01-01")$regime == "unknown", nrow(ec_status("Pm", "USA", "2025-01-01")) == 1)
stopifnot(identical(ec_status("Ga", "FRA", "2024-12-10")$regime, ec_status("Ga", "ROW", "2024-12-10")$regime))
fails(ec_status("Ga", "CHN", "2024-12-10"), "destination")
fails(ec_status("Ga", "USA", "10.12.2024"), "YYYY-MM-DD")
fails(ec_status("Ga", "USA", "2024-02-30"), "YYYY-MM-DD")
fails(ec_status("Ga", "USA", "2024-12-10", "civilian"), "Did you mean \"civil\"?")
fails(ec_status("811292", "USA", "2024-12-10"), "Python")

# 23/2023; 46/2024 and 72/2025 speak of the United States alone
acts <- ec_treatments(goods_id = "gallium-metal", destination = c("DEU", "USA"), end_use = "civil")
stopifnot(identical(acts$act[acts$country == "DEU"], c("new", "restated")), acts$day[1] == as.Date("2023-08-01"))
stopifnot(identical(acts$act[acts$country == "USA"], c("new", "restated", "widened", "suspended")))
stopifnot(nrow(ec_treatments(trade = TRUE)) > nrow(ec_treatments()))
fails(ec_treatments(goods = "Ga"), "Did you mean \"goods_id\"?")
fails(ec_treatments(destination = "EU"), "destination")

stopifnot(nrow(find_var("customs code")) > 0, nchar(ec_cite()) > 20, startsWith(ec_cite("bibtex"), "@misc{"))
