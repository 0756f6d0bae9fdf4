public import Access
public import ArgumentParser
public import Formats
public import SimpleFeatures
public import Storage
public import Workflows

/// Values as a person types them.

extension DayNumber: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension ISOWeek: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension CalendarMonth: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

extension CRS: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }

  public var defaultValueDescription: String { identifier }
}

extension TextEncoding: ExpressibleByArgument {
  public init?(argument: String) { self.init(name: argument) }
}

extension TimeBasis: ExpressibleByArgument {}
extension Stage: ExpressibleByArgument {}
extension Support: ExpressibleByArgument {}
extension Audience: ExpressibleByArgument {}
extension ImportLayer: ExpressibleByArgument {}
extension InputFile.Format: ExpressibleByArgument {}
extension FindHotspots.Exposure: ExpressibleByArgument {}
extension IndexLevel: ExpressibleByArgument {}
extension IndexColumn: ExpressibleByArgument {}
extension FindHotspots.Statistic: ExpressibleByArgument {}
extension FindHotspots.Smoothing: ExpressibleByArgument {}
extension FindEmerging.Comparison: ExpressibleByArgument {}
extension DrawWeeklySheet.SheetTongue: ExpressibleByArgument {}
extension DrawWeeklySheet.PaperFormat: ExpressibleByArgument {}
extension FindClusters.Method: ExpressibleByArgument {}
extension MapDensity.Kernel: ExpressibleByArgument {}
extension MapDensity.EdgeCorrection: ExpressibleByArgument {}
extension ScanForClusters.Model: ExpressibleByArgument {}
extension ScanForClusters.Rates: ExpressibleByArgument {}
extension ScanForClusters.Covariate: ExpressibleByArgument {}
extension FindNearRepeats.Times: ExpressibleByArgument {}

extension MapDensity.Bandwidth: ExpressibleByArgument {
  public init?(argument: String) {
    switch argument {
    case "rule": self = .rule
    case "cv": self = .crossValidation
    default:
      guard let metres = Double(argument) else { return nil }
      self = .metres(metres)
    }
  }

  public var defaultValueDescription: String { name }
}

/// Numbers with commas between: 100,200,400.
struct NumberList: ExpressibleByArgument {
  let numbers: [Double]

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Double($0.trimmingPrefix(" ")) }
    guard numbers.count == parts.count, numbers.allSatisfy(\.isFinite) else { return nil }
    self.numbers = numbers
  }
}

extension CoverTerms.Family: ExpressibleByArgument {}
extension CoverTerms.Obligation: ExpressibleByArgument {}

extension Role: ExpressibleByArgument {}
