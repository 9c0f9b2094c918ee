# What an export needed on a day, by the published spells, and the treatments.

.day <- function(day) {
  text <- as.character(day)
  found <- if (length(text) == 1 && grepl("^\\d{4}-\\d{2}-\\d{2}$", text)) as.Date(text, optional = TRUE) else NA
  if (is.na(found)) stop("day must be one day, written YYYY-MM-DD", call. = FALSE)
  found
}

# The column of each status table that names the item. Where an id is that of a material and of goods, the material is
# meant, as in Python; a code may stand after its scheme, as in dual_use/3C001.a.
.subjects <- c(material_status = "material_id", goods_status = "goods_id", code_status = "code")
.sources <- c(material_status = "materials", goods_status = "goods", code_status = "control_codes")

.spells <- function(item) {
  known <- lapply(names(.subjects), function(name) {
    frame <- .read(paste0(.sources[[name]], ".csv.gz"))
    ids <- frame[[.subjects[[name]]]]
    if (name == "code_status") c(ids, paste0(frame$scheme, "/", ids)) else ids
  })
  .known(item, unlist(known), "material, goods or code",
         " Customs lines, groups of materials and names are asked of the Python package.")
  table <- names(.subjects)[vapply(known, function(ids) item %in% ids, NA)][1]
  rows <- .read(paste0(table, ".csv.gz"))
  asked <- rows[[.subjects[[table]]]] == sub("^.*/", "", item)
  if (grepl("/", item, fixed = TRUE)) asked <- asked & rows$scheme == sub("/.*", "", item)
  rows[asked, ]
}

.since <- function(rows, at) {
  while (at > 1 && rows$regime[at - 1] == rows$regime[at]) at <- at - 1
  as.Date(rows$first_day[at])
}

ec_status <- function(item, destination, day, end_use = "civil") {
  when <- .day(day)
  rows <- .spells(item)
  uses <- .read("columns.csv")
  uses <- uses$values[uses$table == "goods_status" & uses$column == "end_use"]
  .known(end_use, strsplit(uses, "|", fixed = TRUE)[[1]], "end use")
  .known(destination, setdiff(.read("countries.csv.gz")$iso3, "CHN"), "destination")
  # a destination is in the table only where its answer is ever another than ROW's
  place <- if (destination %in% rows$destination) destination else "ROW"
  rows <- rows[rows$destination == place & rows$end_use == end_use, ]
  rows <- rows[order(rows$first_day), ]
  at <- which(as.Date(rows$first_day) <= when & as.Date(rows$last_day) >= when)
  answer <- data.frame(item = item, destination = destination, day = when, end_use = end_use, regime = "unknown",
                       at_least = "none", strictest = "unknown", basis = "unknown", since = as.Date(NA),
                       measure_ids = "", part_measure_ids = "", evidence_grade = NA_character_)
  if (length(at) == 0) return(answer)
  told <- c("regime", "at_least", "strictest", "basis", "evidence_grade")
  answer[told] <- rows[at, told]
  lists <- c("measure_ids", "part_measure_ids")
  answer[lists] <- lapply(rows[at, lists], function(ids) ifelse(is.na(ids), "", ids))
  answer$since <- .since(rows, at)
  answer
}

ec_treatments <- function(..., trade = FALSE) {
  frame <- ec_load("treatments")
  if (!trade) frame <- frame[frame$layer != "trade_administration", ]
  asked <- list(...)
  for (name in names(asked)) .known(name, names(frame), "column")
  # a destination that the rules on goods or a code do not tell apart has the rows of ROW
  if ("destination" %in% names(asked)) {
    for (place in asked$destination) .known(place, setdiff(.read("countries.csv.gz")$iso3, "CHN"), "destination")
    subject <- paste(frame$goods_id, frame$scheme, frame$code)
    frame <- do.call(rbind, lapply(asked$destination, function(place) {
      apart <- subject %in% subject[frame$destination == place]
      own <- frame[frame$destination == ifelse(apart, place, "ROW"), ]
      cbind(own, country = rep(place, nrow(own)))
    }))
    asked$destination <- NULL
  }
  for (name in names(asked)) frame <- frame[frame[[name]] %in% asked[[name]], ]
  row.names(frame) <- NULL
  frame
}
