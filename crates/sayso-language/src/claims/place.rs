//! Where the claim model's file lies. It is no part of the program: 21 MiB that only those need who keep a ledger.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The file's name.
pub const CLAIMS_FILE: &str = "sayso-claims.safetensors";
/// The environment variable that names the file.
pub const CLAIMS_VARIABLE: &str = "SAYSO_CLAIMS";
/// Its folder in sayso's own sources.
const FOLDER: &str = "models/claims";

/// There is no claim model in any place where one is looked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "no claim model was found ({}): claims in other words are neither joined nor searched, all else works; name the \
     file ({CLAIMS_FILE}) with --claims or {CLAIMS_VARIABLE}, or put it in one of these places",
    self.places()
)]
pub struct NoClaimModel {
    looked_at: Vec<PathBuf>,
}

impl NoClaimModel {
    fn places(&self) -> String {
        let places: Vec<String> = self.looked_at.iter().map(|path| path.display().to_string()).collect();
        format!("looked for {}", places.join(", "))
    }
}

/// The claim model's file: the one that is told; else the one that `SAYSO_CLAIMS` names; else beside the program,
/// there or in `models/claims`; else in `models/claims` of the current folder.
///
/// A file that is told or named is not looked for elsewhere: if it is not there, opening it says so.
///
/// # Errors
/// Where none is told and none found.
pub fn find_claim_model(told: Option<&Path>) -> Result<PathBuf, NoClaimModel> {
    let program = std::env::current_exe().ok();
    find(
        told,
        std::env::var_os(CLAIMS_VARIABLE),
        program.as_deref().and_then(Path::parent),
    )
}

fn find(told: Option<&Path>, named: Option<OsString>, beside: Option<&Path>) -> Result<PathBuf, NoClaimModel> {
    if let Some(told) = told {
        return Ok(told.to_owned());
    }
    if let Some(named) = named.filter(|named| !named.is_empty()) {
        return Ok(named.into());
    }
    let in_folder = Path::new(FOLDER).join(CLAIMS_FILE);
    let mut looked_at = Vec::new();
    if let Some(beside) = beside {
        looked_at.extend([beside.join(CLAIMS_FILE), beside.join(&in_folder)]);
    }
    looked_at.push(in_folder);
    match looked_at.iter().find(|path| path.is_file()) {
        Some(found) => Ok(found.clone()),
        None => Err(NoClaimModel { looked_at }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_comes_first() {
        let told = Path::new("mine.safetensors");
        assert_eq!(find(Some(told), Some("other".into()), None), Ok(told.to_owned()));
        assert_eq!(find(None, Some("other".into()), None), Ok("other".into()));
    }

    #[test]
    fn then_beside_the_program_then_nowhere() {
        let folder = std::env::temp_dir().join(format!("sayso-claims-{}", std::process::id()));
        std::fs::create_dir_all(&folder).expect("a folder can be made");
        let none = find(None, Some("".into()), Some(&folder)).expect_err("there is none");
        assert!(none.to_string().contains("--claims or SAYSO_CLAIMS"), "{none}");
        assert!(none.to_string().contains("models/claims"), "{none}");
        let file = folder.join(CLAIMS_FILE);
        std::fs::write(&file, "").expect("a file can be written");
        assert_eq!(find(None, None, Some(&folder)), Ok(file));
        std::fs::remove_dir_all(&folder).expect("the folder can be removed");
    }
}
