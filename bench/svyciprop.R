# R's survey package on the rows that `bench analysis` left in a folder: one line with its version, the CPU seconds of
# the design and of one item (svyciprop, method xlogit, over every stratum), megabytes, and how far its shares are from ours.
# The finite population correction is ours: the number invited in each stratum. Reading the rows in is not counted.
suppressPackageStartupMessages(library(survey))
folder <- commandArgs(trailingOnly = TRUE)[1]
strata <- read.csv(file.path(folder, "strata.csv"))
answer <- readBin(file.path(folder, "first.bin"), "integer", sum(strata$sheets), size = 1, signed = TRUE)
answer[answer < 0] <- NA
stratum <- rep(seq_len(nrow(strata)), strata$sheets)
rows <- data.frame(stratum, answer, invited = strata$invited[stratum])
cpu <- function(work) {
  before <- proc.time()
  done <- work()
  after <- proc.time()
  list(done = done, seconds = sum((after - before)[c("user.self", "sys.self")]))
}
design <- cpu(function() svydesign(ids = ~1, strata = ~stratum, fpc = ~invited, data = rows))
item <- cpu(function() {
  svyby(~answer, ~stratum, design$done, svyciprop, vartype = "ci", method = "xlogit", na.rm = TRUE)
})
megabytes <- sum(gc()[, 6])
apart <- max(abs(item$done$answer - strata$share))
cat(as.character(packageVersion("survey")), design$seconds, item$seconds, round(megabytes), apart, "\n")
