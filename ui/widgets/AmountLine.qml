import QtQuick
import "../theme"

// A label and an amount on one line.
Item {
    id: line
    property string label: ""
    property string amount: ""
    property real em: 10
    property real labelEm: 7.5
    property color ink: Theme.ink
    implicitHeight: sum.implicitHeight
    height: implicitHeight
    OneLine {
        words: line.label
        em: line.labelEm
        anchors.left: parent.left
        anchors.baseline: sum.baseline
    }
    OneLine {
        id: sum
        words: line.amount
        em: line.em
        font.bold: true
        color: line.ink
        anchors.right: parent.right
    }
}
