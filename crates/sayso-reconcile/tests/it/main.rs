//! What several articles tell, as tellings made by hand.

mod cases;
mod made;
mod properties;
