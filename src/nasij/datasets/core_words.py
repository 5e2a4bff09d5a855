"""The core's sentences about files, flows and potential, said here so that they are translated.

The core speaks English only and knows no catalog. A test compares this list with the core.
"""

from django.utils.translation import gettext_noop

TEMPLATES = (
    gettext_noop("%(thing)s cannot be used."),
    gettext_noop("Correct it and start again."),
    gettext_noop("%(thing)s is not computable: %(why)s."),
    gettext_noop("Add the data named, or ask for another figure."),
    gettext_noop("%(thing)s cannot be “%(given)s”."),
    gettext_noop("Choose one of: %(good)s."),
    gettext_noop("%(thing)s contradict each other: %(why)s."),
    gettext_noop("Change one of them."),
    gettext_noop("%(thing)s holds “%(given)s”, whose mark may part thousands or decimals."),
    gettext_noop("Write thousands without a mark, and decimals after a point."),
    gettext_noop(
        "Line %(line)s of %(thing)s: the column “%(column)s” holds “%(given)s”, whose mark may "
        "part thousands or decimals."
    ),
    gettext_noop(
        "Write thousands without a mark (1234); where the mark is of decimals, write another "
        "number of them (1,2340)."
    ),
    gettext_noop(
        "%(thing)s has a row whose cells (%(count)s) do not match its headings (%(wanted)s): "
        "%(row)s."
    ),
    gettext_noop("Put a cell that holds the separator in quotes, or correct the row."),
    gettext_noop(
        "“%(name)s” is not one country or product. Rows left out: %(rows)s, worth "
        "%(value_usd)s USD."
    ),
    gettext_noop(
        "“%(name)s” sums up other rows. Its own are left out: %(rows)s, worth %(value_usd)s "
        "USD; those that it sums make %(sum_usd)s USD."
    ),
    gettext_noop("%(thing)s is %(given)s, and must be %(range)s."),
    gettext_noop("Give a value in that range."),
    gettext_noop(
        "Line %(line)s of %(thing)s: the column “%(column)s” holds “%(given)s”, which is no year "
        "between %(first)s and %(last)s."
    ),
    gettext_noop("Write the year in four digits."),
    gettext_noop(
        "The rows of %(thing)s are of %(found)s by the file itself, and of %(given)s by what was "
        "given beside it."
    ),
    gettext_noop(
        "Give no year where a column says it; else give the one that the file says. Rows of "
        "several years need a column of the year."
    ),
    gettext_noop(
        "Column “%(column)s” of %(thing)s. Cells that are empty or cannot be read: %(count)s. "
        "Lines: %(lines)s. They hold: %(examples)s."
    ),
    gettext_noop(
        "Write numbers in the digits 0 to 9, with a point before the decimals and no mark of "
        "thousands; leave out the rows without a value."
    ),
    gettext_noop(
        "Write each country by its code: under i and j as its number (620), under exporter and "
        "importer as its number or as two or three letters (620, PT, PRT). Leave out the rows "
        "without a country."
    ),
    gettext_noop(
        "Column “%(column)s” of %(thing)s. Negative values: %(count)s. Lines: %(lines)s. They "
        "hold: %(examples)s."
    ),
    gettext_noop(
        "%(thing)s ends before its end: its last line is “%(line)s”, without a line break."
    ),
    gettext_noop("Line %(line)s of %(thing)s opens a quotation mark that nothing closes."),
    gettext_noop("Close the quotation mark, or remove it."),
    gettext_noop("Line %(line)s of %(thing)s has %(count)s cells under %(wanted)s headings."),
    gettext_noop("%(thing)s has negative values (%(count)s)%(examples)s."),
    gettext_noop("Remove or correct these rows: trade, distances and counts are positive."),
    gettext_noop("%(thing)s has empty or non-numeric values (%(count)s)%(examples)s."),
    gettext_noop("Give numbers, or remove the rows: a missing flow is no row, not an empty one."),
    gettext_noop("%(thing)s has rows whose key (%(key)s) is repeated (%(count)s): %(examples)s."),
    gettext_noop("Keep one row per key: a bad join repeats rows and inflates every total."),
    gettext_noop("%(thing)s has unknown codes (%(count)s): %(examples)s."),
    gettext_noop("Correct the codes, or add them to the table of codes given."),
    gettext_noop("%(thing)s lacks the columns: %(missing)s. It has: %(found)s."),
    gettext_noop("Rename or add these columns."),
    gettext_noop("%(thing)s lacks the fields: %(missing)s. It has: %(found)s."),
    gettext_noop("Add these fields."),
    gettext_noop("%(thing)s has the shape %(given)s where %(wanted)s is needed."),
    gettext_noop("Align the arrays on the same countries, products or regions."),
    gettext_noop("%(thing)s has no rows."),
    gettext_noop("Check that it is the right file and that it was saved whole."),
    gettext_noop("Every row of %(thing)s names what is no single country or product: %(codes)s."),
    gettext_noop(
        "Give the flows from country to country, product by product. Where the markets are not "
        "known, `nasij-core complexity` takes exports by product: leave out the column of markets."
    ),
    gettext_noop("%(thing)s ends before its end: %(why)s."),
    gettext_noop("Fetch or copy the file again; nothing was kept of it."),
    gettext_noop("%(thing)s is not UTF-8 text: %(why)s."),
    gettext_noop("Save it again as CSV in UTF-8."),
    gettext_noop("%(thing)s is not a file of a known kind: %(why)s."),
    gettext_noop("Give one of: %(good)s."),
    gettext_noop("%(thing)s mixes product classifications: %(found)s."),
    gettext_noop("Load one revision of the Harmonized System at a time."),
    gettext_noop("%(thing)s holds products and their own headings: %(examples)s."),
    gettext_noop("Keep one level of the classification, the finest."),
    gettext_noop("%(thing)s could not be written: %(why)s."),
    gettext_noop("Free some space or choose another folder; nothing half-written was left."),
    gettext_noop("Unknown country codes, kept as they are: %(count)s (%(codes)s)."),
    gettext_noop("%(files)s ends without a line break: its last row may be cut."),
    gettext_noop(
        "Closed world. Exporters that never appear as markets, and whose demand"
        " is not counted: %(count)s (%(codes)s)."
    ),
    gettext_noop("Pairs of countries without distance, whose distance factor is 1: %(count)s."),
    gettext_noop("Half of the tariffs are above 100 %%: a rate of 5 %% is written 0.05."),
    gettext_noop("No growth given: supply and demand are today's."),
    gettext_noop("No distances given: the distance factor is 1."),
    gettext_noop("No tariffs given: both tariff terms are 1."),
    gettext_noop("%(exporter)s has no imports in the file: the re-export filter is 1."),
    gettext_noop(
        "%(share)s of the value of the customs records has a product unknown to the flows."
    ),
    gettext_noop(
        "%(share)s of the value of the customs records has a market unknown to the flows."
    ),
    gettext_noop("Products of no sector of the table: %(count)s (%(share)s of exports)."),
    gettext_noop("Regional figures are indicative: one share per region for all products."),
    gettext_noop("Regional figures are estimated from sector tables and the national product mix."),
    gettext_noop("No population given: demand grows with GDP alone."),
    gettext_noop("Countries without a growth forecast, which get the mean: %(count)s (%(codes)s)."),
    gettext_noop("Tariff rows that concern no country or product of the flows: %(count)s."),
)

# Reasons the core gives inside its sentences, said here so that they are translated too.
REASONS = (
    gettext_noop("there is no such file or folder"),
    gettext_noop("its name ends otherwise"),
    gettext_noop("the zip has no table of contents"),
    gettext_noop("the packed data stops early"),
    gettext_noop("a password protects it, or a rare way of packing"),
    gettext_noop("unpacked it is larger than any table of flows"),
    gettext_noop("it does not begin as a Parquet file"),
    gettext_noop("a Parquet file ends with its table of contents, this one lacks it"),
    gettext_noop("its table of contents cannot be read"),
    gettext_noop("what is in it cannot be read"),
    gettext_noop("its first line is longer than headings are"),
    gettext_noop("there is no such file"),
    gettext_noop("it holds no record.json"),
    gettext_noop("its letters are written otherwise"),
    gettext_noop("it is UTF-16, as Excel's “Unicode text” is"),
    gettext_noop("it is a spreadsheet or an archive, not CSV text"),
    gettext_noop("it holds bytes that no text has"),
    gettext_noop("exporter"),
    gettext_noop("Distances between the countries of the flows"),
    gettext_noop("regional sectors"),
    gettext_noop("regional shares"),
    gettext_noop("growth"),
    gettext_noop("distances"),
    gettext_noop("tariffs"),
    gettext_noop("flows"),
)
