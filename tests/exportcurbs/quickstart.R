# Run the README's line for R, in a folder that holds the exported tables, and check what it gives: make test-r.
# Needs R and its package jsonlite (Debian: r-base-core, r-cran-jsonlite).
root <- commandArgs(trailingOnly = TRUE)[1]
line <- grep("# R,", readLines(file.path(root, "README.md"), encoding = "UTF-8"), value = TRUE)
stopifnot(length(line) == 1)
told <- jsonlite::fromJSON(file.path(root, "datasets/exportcurbs/data/manifest.json"))$tables

eval(parse(text = line))
stopifnot(
  nrow(measures) == told$measures$rows,
  ncol(measures) == told$measures$columns,
  identical(measures$destinations[measures$measure_id == "cn-2024-46-1"], list("USA")),
  is.numeric(measures$duty_pct), anyNA(measures$duty_pct), any(measures$duty_pct > 0, na.rm = TRUE)
)

# the same line for a table with codes that begin with 0, days, and names in Chinese
eval(parse(text = gsub("measures", "item_customs_codes", line)))
stopifnot(is.character(item_customs_codes$customs_code), nrow(item_customs_codes) == told$item_customs_codes$rows)
eval(parse(text = gsub("measures", "measure_periods", line)))
stopifnot(as.Date("2024-12-03") %in% as.Date(measure_periods$first_day))
eval(parse(text = gsub("measures", "materials", line)))
stopifnot(materials$name_zh[materials$material_id == "Ga"] == "\u9553")
cat("the line for R works\n")
