//! Points on the globe, ready for many distances.

/// The mean radius of the earth in kilometres.
const RADIUS: f64 = 6371.0;

/// A point as a vector of length 1, so that a distance is one product and no sines.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Point([f64; 3]);

impl Point {
    pub(super) fn new(latitude: f64, longitude: f64) -> Self {
        let (latitude, longitude) = (latitude.to_radians(), longitude.to_radians());
        let flat = latitude.cos();
        Self([flat * longitude.cos(), flat * longitude.sin(), latitude.sin()])
    }

    /// The square of the straight line through the earth, in kilometres: close enough to the way along its surface
    /// where that matters, and cheap.
    pub(super) fn chord_squared(self, other: Self) -> f64 {
        let squares = self.0.iter().zip(&other.0).map(|(a, b)| (a - b) * (a - b));
        squares.sum::<f64>() * RADIUS * RADIUS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_points_are_near() {
        let (oslo, bergen) = (Point::new(59.913, 10.739), Point::new(60.393, 5.324));
        let km = oslo.chord_squared(bergen).sqrt();
        assert!((km - 305.0).abs() < 3.0, "{km}");
        assert!(Point::new(0.0, 179.9).chord_squared(Point::new(0.0, -179.9)).sqrt() < 25.0);
    }
}
