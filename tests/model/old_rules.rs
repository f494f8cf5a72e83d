//! Rules that were once in force, put back: each has to be found out.
