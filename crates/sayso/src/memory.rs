//! How much memory this process has used at most.

/// The most memory that was ever resident at once, in bytes. Known on Linux only, where the kernel keeps it as
/// `VmHWM` in `/proc/self/status`.
pub fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    peak_in(&status)
}

fn peak_in(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::peak_in;

    #[test]
    fn reads_the_kernels_line() {
        let status = "Name:\tsayso\nVmPeak:\t  999 kB\nVmHWM:\t    5124 kB\nVmRSS:\t    4100 kB\n";
        assert_eq!(peak_in(status), Some(5124 * 1024));
        assert_eq!(peak_in("Name:\tsayso\n"), None);
        assert_eq!(peak_in("VmHWM:\tmuch kB\n"), None);
    }
}
