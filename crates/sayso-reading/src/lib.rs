#![forbid(unsafe_code)]

mod entities;
