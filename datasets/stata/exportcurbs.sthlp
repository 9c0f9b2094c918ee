{smcl}
{title:Title}

{p 4 4 2}
{bf:exportcurbs} {hline 2} Read a release of Export Curbs: China's export restrictions on dual-use items and critical minerals

{title:Syntax}

{p 4 8 2}{cmd:exportcurbs folder} {it:"folder"}{p_end}
{p 4 8 2}{cmd:exportcurbs tables}{p_end}
{p 4 8 2}{cmd:exportcurbs load} {it:table} [{cmd:,} {cmd:clear}]{p_end}
{p 4 8 2}{cmd:exportcurbs describe} {it:table}{p_end}
{p 4 8 2}{cmd:exportcurbs cite}{p_end}

{title:Description}

{p 4 4 2}
{cmd:exportcurbs folder} says where the unpacked release is, for the rest of the session. {cmd:exportcurbs tables}
lists its tables. {cmd:exportcurbs load} reads one, with the titles of its columns as labels and closed lists as
labelled numbers; it adds to no data in memory, and takes their place only with {cmd:clear}.
{cmd:exportcurbs describe} prints what each column of a table means; the data in memory stay.
{cmd:exportcurbs cite} prints the citation of the table in memory, with its version and the last day that the record
attests; {cmd:notes} shows the same.

{title:Remarks}

{p 4 4 2}
A regime that the record does not decide is the missing value {cmd:.u}, an empty cell is {cmd:.} or an empty text. Days
are %td, months %tm, lists one text whose elements are joined by |. One word has one number in all tables; regimes go
from none (0) over licence (1), licence_strict (2) and denial_in_principle (3) to prohibited (4). The column
{cmd:function} of other formats is called {cmd:function_}.

{title:Install}

{p 4 4 2}
In the folder of the unpacked release: {cmd:net install exportcurbs, from("`c(pwd)'/stata")}.

{title:Examples}

{p 4 8 2}{cmd:. exportcurbs folder "exportcurbs-1.0.0"}{p_end}
{p 4 8 2}{cmd:. exportcurbs load material_status, clear}{p_end}
{p 4 8 2}{cmd:. list first_day regime if material_id == "Ga" & destination == "USA"}{p_end}
{p 4 8 2}{cmd:. exportcurbs describe material_status}{p_end}
{p 4 8 2}{cmd:. exportcurbs cite}{p_end}

{title:How far it is tested}

{p 4 4 2}
No Stata was at hand. Tested are the form of the program, the names of the files, columns and characteristics that it
uses against the release, and the data files themselves in two other programs that read Stata's format. What it prints
was not seen: if it fails, {cmd:use} reads the files of the folder {cmd:stata} without it.
