import SimpleFeatures
import Testing

@testable import Formats

/// The bytes are those of the descriptions, which are tested themselves.
@Suite struct InstantTextTests {
  @Test(arguments: [0, 28_800, -12_600, 3600 * 14])
  func instantsAreWrittenAsTheyAreDescribed(offset: Int) {
    let seconds: [Int64] = [
      0, -1, 86_399, 86_400, -86_400, 951_782_400, 4_107_542_399, 1_753_000_000, -62_135_596_800,
      253_402_214_400, -70_000_000_000,
    ]
    for second in seconds {
      var bytes: [UInt8] = []
      InstantText.append(Instant(second), offsetSeconds: offset, to: &bytes)
      #expect(
        String(decoding: bytes, as: UTF8.self) == Instant(second).formatted(offsetSeconds: offset))
    }
  }

  @Test func daysAreWrittenAsTheyAreDescribed() {
    for number in stride(from: Int32(-800_000), to: 3_000_000, by: 997) {
      var bytes: [UInt8] = []
      InstantText.append(DayNumber(number), to: &bytes)
      #expect(String(decoding: bytes, as: UTF8.self) == DayNumber(number).description)
    }
  }
}
