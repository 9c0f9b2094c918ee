*! exportcurbs: reads any release of Export Curbs from 1.0.0 on; Stata 14 or later
*! written without Stata at hand: see the last lines of its help file

program define exportcurbs
    version 14
    gettoken action 0 : 0, parse(" ,")
    if !inlist("`action'", "folder", "tables", "load", "describe", "cite") {
        display as error "write exportcurbs folder, tables, load, describe or cite; see {help exportcurbs}"
        exit 198
    }
    exportcurbs_`action' `0'
end

program define exportcurbs_folder
    version 14
    gettoken folder 0 : 0
    capture confirm file `"`folder'/stata/measures.dta"'
    if _rc {
        display as error `"`folder' is no release folder: it has no stata/measures.dta"'
        exit 601
    }
    global EXPORTCURBS `"`folder'"'
end

program define exportcurbs_given
    version 14
    if `"$EXPORTCURBS"' == "" {
        display as error "say first where the unpacked release is: exportcurbs folder ..."
        exit 198
    }
end

program define exportcurbs_tables
    version 14
    exportcurbs_given
    local files : dir `"$EXPORTCURBS/stata"' files "*.dta"
    local files : list sort files
    foreach file of local files {
        local table = subinstr("`file'", ".dta", "", 1)
        display as text "  `table'"
    }
end

program define exportcurbs_load
    version 14
    syntax name(name=table) [, clear]
    exportcurbs_given
    capture confirm file `"$EXPORTCURBS/stata/`table'.dta"'
    if _rc {
        display as error "there is no table `table'; exportcurbs tables lists them"
        exit 601
    }
    use `"$EXPORTCURBS/stata/`table'.dta"', `clear'
end

program define exportcurbs_describe
    version 14
    syntax name(name=table)
    exportcurbs_given
    preserve
    quietly import delimited using `"$EXPORTCURBS/csv/codebook.csv"', ///
        varnames(1) bindquotes(strict) stringcols(_all) encoding("UTF-8") clear
    quietly keep if table == "`table'"
    if _N == 0 {
        display as error "there is no table `table'; exportcurbs tables lists them"
        exit 601
    }
    forvalues i = 1/`=_N' {
        display as result "{p 2 6 2}" column[`i'] as text " (" type[`i'] "): " title[`i'] ". " description[`i'] "{p_end}"
        if unit[`i'] != "" {
            display as text "{p 6 6 2}Unit: " unit[`i'] "{p_end}"
        }
        if allowed_values[`i'] != "" {
            display as text "{p 6 6 2}Values: " subinstr(allowed_values[`i'], "|", ", ", .) "{p_end}"
        }
    }
end

program define exportcurbs_cite
    version 14
    local citation : char _dta[ec_citation]
    if `"`citation'"' == "" {
        display as error "the data in memory are no table of Export Curbs: exportcurbs load one first"
        exit 459
    }
    local table : char _dta[ec_table]
    display as text `"{p 0 0 2}`citation' Table `table'.{p_end}"'
end
