import QtQuick

// A drawing on a field of `columns` x `rows` units, as large as it fits, in the middle.
Item {
    id: drawing

    property real columns: 100
    property real rows: 100
    default property alias content: canvas.data

    Accessible.ignored: true

    Item {
        id: canvas
        readonly property real u: Math.min(drawing.width / drawing.columns, drawing.height / drawing.rows)
        width: drawing.columns * u
        height: drawing.rows * u
        anchors.centerIn: parent
    }
}
