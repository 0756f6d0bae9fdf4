import CPROJ
import SimpleFeatures

/// What PROJ found to lead from one system to another.
struct PROJOperation: ~Copyable {
  private let operation: PROJObject

  init(from source: CRS, to target: CRS) throws(ProjectionError) {
    let context = try PROJContext()
    let from = try context.system(source)
    let to = try context.system(target)
    guard
      let found = proj_create_crs_to_crs_from_pj(
        context.handle, from.pointer, to.pointer, nil, nil)
    else { throw .noOperation(from: source, to: target, message: context.message) }
    let raw = PROJObject(owning: found, in: context)
    // East before north and degrees, whatever the authority says.
    guard let normalised = proj_normalize_for_visualization(context.handle, raw.pointer) else {
      throw .noOperation(from: source, to: target, message: context.message)
    }
    operation = PROJObject(owning: normalised, in: context)
  }

  /// In place; what has no image becomes infinite. The stride is in numbers.
  func transform(
    _ x: UnsafeMutablePointer<Double>, _ y: UnsafeMutablePointer<Double>, stride: Int, count: Int
  ) {
    let bytes = stride * MemoryLayout<Double>.stride
    _ = proj_trans_generic(
      operation.pointer, PJ_FWD, x, bytes, count, y, bytes, count, nil, 0, 0, nil, 0, 0)
  }
}
