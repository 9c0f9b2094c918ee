# The tables: which there are, what their columns mean, and their rows with true types.

.kept <- new.env()

.file <- function(name) {
  path <- system.file("extdata", name, package = "exportcurbs")
  if (path == "") stop("exportcurbs: ", name, " is not in the package; install it anew", call. = FALSE)
  path
}

# Text as it stands: no guess of types, no "NA" for Namibia, an empty cell is missing. A file once read is kept.
.read <- function(name) {
  if (is.null(.kept[[name]])) {
    assign(name, read.csv(.file(name), colClasses = "character", na.strings = "", encoding = "UTF-8",
                          check.names = FALSE), envir = .kept)
  }
  .kept[[name]]
}

.known <- function(name, known, what, more = "") {
  if (length(name) != 1 || !is.character(name) || is.na(name)) stop(what, " must be one text", call. = FALSE)
  if (name %in% known) return(name)
  close <- known[order(adist(name, known, ignore.case = TRUE))][1]
  stop("there is no ", what, " \"", name, "\". Did you mean \"", close, "\"?", more, call. = FALSE)
}

ec_tables <- function() {
  tables <- .read("tables.csv")
  tables$rows <- as.integer(tables$rows)
  tables$columns <- as.integer(tables$columns)
  tables
}

ec_describe <- function(table) {
  columns <- .read("columns.csv")
  columns <- columns[columns$table == .known(table, .read("tables.csv")$name, "table"), ]
  row.names(columns) <- NULL
  columns
}

ec_load <- function(table, lists = FALSE) {
  columns <- ec_describe(table)
  frame <- .read(paste0(table, ".csv.gz"))
  for (i in seq_len(nrow(columns))) {
    name <- columns$column[i]
    frame[[name]] <- .typed(frame[[name]], columns$type[i], columns$required[i] == "yes", lists)
  }
  about <- .read("about.csv")
  attr(frame, "version") <- about$version
  attr(frame, "as_of") <- as.Date(about$as_of)
  attr(frame, "citation") <- about$citation
  frame
}

# A list that is required is never missing: an empty cell is the empty list.
.typed <- function(cells, type, required, lists) {
  if (type == "list") {
    if (required) cells[is.na(cells)] <- ""
    return(if (lists) strsplit(cells, "|", fixed = TRUE) else cells)
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

ec_version <- function() unlist(.read("about.csv")[c("version", "as_of")])

ec_cite <- function(style = c("text", "bibtex")) {
  about <- .read("about.csv")
  if (match.arg(style) == "text") about$citation else about$bibtex
}
