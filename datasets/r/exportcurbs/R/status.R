# What an export needed on a day, by the published spells, and the treatments.

.day <- function(day) {
  found <- if (inherits(day, "Date")) day else as.Date(as.character(day), format = "%Y-%m-%d")
  if (length(found) != 1 || is.na(found)) stop("day must be one day, written YYYY-MM-DD", call. = FALSE)
  found
}

# The table of spells that answers for an item, and its rows: goods first, then materials, then codes.
.spells <- function(item) {
  homes <- list(goods_status = "goods_id", material_status = "material_id", code_status = "code")
  for (table in names(homes)) {
    frame <- ec_load(table)
    rows <- frame[frame[[homes[[table]]]] == item, ]
    if (nrow(rows) > 0) return(rows)
  }
  known <- unique(unlist(lapply(names(homes), function(t) ec_load(t)[[homes[[t]]]])))
  .known(item, known, "item")
}

ec_status <- function(item, destination, day, end_use = "civil") {
  when <- .day(day)
  rows <- .spells(item)
  .known(end_use, unique(rows$end_use), "end use")
  .known(destination, ec_load("countries")$iso3, "destination")
  place <- if (destination %in% rows$destination) destination else "ROW"
  rows <- rows[rows$destination == place & rows$end_use == end_use, ]
  rows <- rows[rows$first_day <= when & rows$last_day >= when, ]
  if (nrow(rows) == 0) {
    return(data.frame(item = item, destination = destination, day = when, end_use = end_use, regime = "unknown"))
  }
  kept <- setdiff(names(rows), c("destination", "end_use"))
  answer <- cbind(data.frame(item = item, destination = destination, day = when, end_use = end_use), rows[kept])
  row.names(answer) <- NULL
  answer
}

ec_treatments <- function(...) {
  frame <- ec_load("treatments")
  asked <- list(...)
  for (name in names(asked)) {
    .known(name, names(frame), "column")
    frame <- frame[!is.na(frame[[name]]) & frame[[name]] %in% asked[[name]], ]
  }
  row.names(frame) <- NULL
  frame
}
