import Analysis
import Foundation
import Formats

/// What a survey found, unit by unit, with how many were asked: a share of them, or a mean with the
/// standard deviation of the answers.
public struct IndexSurvey: Sendable, Hashable {
  enum Finding: Sendable, Hashable {
    case share(Double, asked: Double)
    case mean(Double, error: Double)
  }

  /// By the unit's code.
  let findings: [String: Finding]
  let isShare: Bool

  private static let shareHeader = ["unit", "share", "n"]
  private static let meanHeader = ["unit", "mean", "sd", "n"]

  /// Reads a file of `unit,share,n` or `unit,mean,sd,n`; shares from 0 to 1.
  ///
  /// - Throws: `FormatError` that names the line and the field: a percentage, a negative number,
  ///   nobody asked, a unit that stands twice.
  init(csv text: String) throws(FormatError) {
    let lines = text.replacing("\r\n", with: "\n").split(separator: "\n").enumerated().map {
      (
        number: $0.offset + 1,
        cells: $0.element.split(separator: ",", omittingEmptySubsequences: false)
          .map { $0.trimmingCharacters(in: .whitespaces) }
      )
    }
    guard let header = lines.first?.cells.map({ $0.trimmingPrefix("\u{FEFF}") }).map(String.init),
      header == Self.shareHeader || header == Self.meanHeader
    else {
      throw FormatError(
        .value, "these are no columns of a survey", line: 1,
        found: lines.first?.cells.joined(separator: ","),
        expected: "unit,share,n or unit,mean,sd,n")
    }
    isShare = header == Self.shareHeader
    var findings: [String: Finding] = [:]
    for line in lines.dropFirst() {
      func fail(_ field: Int, _ expected: String) -> FormatError {
        FormatError(
          .value, "this is no finding of a survey", line: line.number,
          field: header[min(max(0, field), header.count - 1)],
          found: field < line.cells.count ? line.cells[max(0, field)] : nil, expected: expected)
      }
      guard line.cells.count == header.count else {
        throw fail(line.cells.count - 1, "\(header.count) fields")
      }
      let numbers = line.cells.dropFirst().map(Double.init)
      for (field, number) in numbers.enumerated() {
        guard let number, number.isFinite, isShare || field != 0 ? number >= 0 : true else {
          throw fail(field + 1, "a number\(isShare || field != 0 ? " from 0 on" : "")")
        }
      }
      let asked = (numbers.last ?? nil) ?? 0
      guard asked >= 1 else { throw fail(header.count - 1, "how many were asked, 1 at least") }
      let first = numbers[0] ?? 0
      guard !isShare || first <= 1 else {
        throw fail(1, "a share from 0 to 1; a percentage is a hundred times that")
      }
      let finding: Finding =
        isShare
        ? .share(first, asked: asked)
        : .mean(first, error: (numbers[1] ?? 0) / asked.squareRoot())
      guard findings.updateValue(finding, forKey: line.cells[0]) == nil else {
        throw fail(0, "a unit that stands once")
      }
    }
    self.findings = findings
  }

  /// Of units by their codes; not a number where nobody was asked.
  func data(_ codes: [String]) -> IndicatorData {
    var (first, second) = ([Double](), [Double]())
    for code in codes {
      switch findings[code] {
      case .share(let share, let asked)?:
        first.append((share * asked).rounded())
        second.append(asked)
      case .mean(let mean, let error)?:
        first.append(mean)
        second.append(error)
      case nil:
        first.append(.nan)
        second.append(.nan)
      }
    }
    return isShare ? .shares(first, of: second) : .values(first, standardErrors: second)
  }
}
