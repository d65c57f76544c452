//! Decimal numbers as exact as they came: money is never rounded on its way.

use std::fmt;

/// `units` of ten to the minus `scale`.
#[derive(Clone, Copy, Debug, Default)]
pub struct Decimal {
    units: i128,
    scale: u32,
}

/// More digits behind the point than any currency or price list has.
const FINEST: u32 = 18;

impl Decimal {
    /// None for what is no plain decimal, or has more digits than can be calculated with.
    pub fn read(text: &str) -> Option<Self> {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let digits = whole.strip_prefix('-').unwrap_or(whole);
        let plain = |part: &str| part.bytes().all(|digit| digit.is_ascii_digit());
        let scale = u32::try_from(fraction.len()).ok().filter(|scale| *scale <= FINEST)?;
        if digits.is_empty() || !plain(digits) || !plain(fraction) || digits.len() > 18 {
            return None;
        }
        let units = format!("{whole}{fraction}").parse().ok()?;
        Some(Self { units, scale })
    }

    fn at(self, scale: u32) -> Option<i128> {
        self.units
            .checked_mul(10i128.checked_pow(scale.checked_sub(self.scale)?)?)
    }

    pub fn plus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let units = self.at(scale)?.checked_add(other.at(scale)?)?;
        Some(Self { units, scale })
    }

    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(Self {
            units: other.units.checked_neg()?,
            ..other
        })
    }

    pub fn times(self, count: i64) -> Option<Self> {
        let units = self.units.checked_mul(i128::from(count))?;
        Some(Self { units, ..self })
    }

    pub fn is_zero(self) -> bool {
        self.units == 0
    }

    pub fn is_positive(self) -> bool {
        self.units > 0
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.minus(*other).is_some_and(Self::is_zero)
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.minus(*other)?.units.cmp(&0))
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = format!("{:0>1$}", self.units.unsigned_abs(), self.scale as usize + 1);
        let (whole, fraction) = digits.split_at(digits.len() - self.scale as usize);
        let fraction = fraction.trim_end_matches('0');
        let (sign, point) = (
            if self.units < 0 { "-" } else { "" },
            if fraction.is_empty() { "" } else { "." },
        );
        write!(f, "{sign}{whole}{point}{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Decimal {
        Decimal::read(text).unwrap()
    }

    #[test]
    fn no_digit_is_lost_and_none_is_made_up() {
        assert_eq!(of("0.1").plus(of("0.2")).unwrap().to_string(), "0.3");
        assert_eq!(of("1234.50").times(3).unwrap().to_string(), "3703.5");
        assert_eq!(of("10").minus(of("10.001")).unwrap().to_string(), "-0.001");
        assert_eq!(of("-0.05").to_string(), "-0.05");
        assert!(of("9.99") < of("10") && of("1.10") == of("1.1"));
    }

    #[test]
    fn what_cannot_be_calculated_with_is_no_number() {
        for text in [
            "",
            "-",
            "1e21",
            "NaN",
            "1,5",
            "1.2.3",
            "+1",
            "12345678901234567890",
            "0.1234567890123456789",
        ] {
            assert!(Decimal::read(text).is_none(), "{text}");
        }
        let large = of("999999999999999999");
        assert!(
            large.times(i64::MAX).unwrap().times(i64::MAX).is_none(),
            "no overflow, no guess"
        );
    }
}
