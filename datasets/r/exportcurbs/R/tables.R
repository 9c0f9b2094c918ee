# The tables: which there are, what their columns mean, and their rows with true types.

.file <- function(name) {
  path <- system.file("extdata", name, package = "exportcurbs")
  if (path == "") stop("exportcurbs: ", name, " is not in the package; install it anew", call. = FALSE)
  path
}

# Text as it stands: no guess of types, no "NA" for Namibia, an empty cell is missing.
.read <- function(name) {
  read.csv(.file(name), colClasses = "character", na.strings = "", encoding = "UTF-8", check.names = FALSE)
}

.near <- function(name, known) {
  close <- known[order(utils::adist(name, known, ignore.case = TRUE))][1]
  paste0("Did you mean \"", close, "\"?")
}

.known <- function(name, known, what) {
  if (length(name) != 1 || is.na(name) || !is.character(name)) {
    stop(what, " must be one text", call. = FALSE)
  }
  if (!name %in% known) stop("there is no ", what, " \"", name, "\". ", .near(name, known), call. = FALSE)
  name
}

ec_tables <- function() {
  tables <- .read("tables.csv")
  tables$rows <- as.integer(tables$rows)
  tables$columns <- as.integer(tables$columns)
  tables
}

ec_describe <- function(table) {
  columns <- .read("columns.csv")
  columns <- columns[columns$table == .known(table, unique(columns$table), "table"), ]
  row.names(columns) <- NULL
  columns
}

ec_load <- function(table, lists = FALSE) {
  columns <- ec_describe(table)
  frame <- .read(paste0(table, ".csv.gz"))
  for (i in seq_len(nrow(columns))) {
    name <- columns$column[i]
    frame[[name]] <- .typed(frame[[name]], columns$type[i], lists)
  }
  about <- .read("about.csv")
  attr(frame, "version") <- about$version
  attr(frame, "as_of") <- as.Date(about$as_of)
  attr(frame, "citation") <- about$citation
  frame
}

.typed <- function(cells, type, lists) {
  if (type == "list") {
    if (!lists) return(cells)
    return(lapply(strsplit(ifelse(is.na(cells), "", cells), "|", fixed = TRUE), as.character))
  }
  switch(type,
    date = as.Date(cells),
    integer = as.integer(cells),
    number = as.numeric(cells),
    logical = as.logical(cells),
    cells
  )
}

find_var <- function(text) {
  columns <- .read("columns.csv")
  told <- paste(columns$table, columns$column, columns$title, columns$description)
  found <- columns[grepl(text, told, ignore.case = TRUE), c("table", "column", "title", "description")]
  row.names(found) <- NULL
  found
}

ec_version <- function() {
  about <- .read("about.csv")
  c(version = about$version, as_of = about$as_of)
}

ec_cite <- function(style = c("text", "bibtex")) {
  about <- .read("about.csv")
  if (match.arg(style) == "text") about$citation else about$bibtex
}
