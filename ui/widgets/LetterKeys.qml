import QtQuick
import Komado
import "../theme"

// A keyboard of large keys: a panel of signs in columns, and on the right what changes or removes the last one.
Item {
    id: board
    required property var panels // each a list of columns, a column a string of signs
    required property var labels
    property bool kana: true
    property string longSign: ""
    property string spaceSign: ""
    property int at: 0
    readonly property var panel: panels[Math.min(at, panels.length - 1)]
    readonly property int rows: panel.reduce((most, column) => Math.max(most, column.length), 0)
    readonly property real gap: Theme.mm(3)
    readonly property real sideWidth: Theme.mm(56)
    readonly property real room: width - sideWidth - Theme.mm(7)
    readonly property real keyWidth: Math.min(Theme.mm(52), (room - (panel.length - 1) * gap) / panel.length)
    readonly property real keyHeight: (height - (rows - 1) * gap) / rows
    onPanelsChanged: at = 0

    Row {
        spacing: board.gap
        x: (board.room - width) / 2

        Repeater {
            model: board.panel
            delegate: Column {
                id: column
                required property string modelData
                spacing: board.gap

                Repeater {
                    model: column.modelData.length
                    delegate: BigButton {
                        required property int index
                        readonly property string sign: column.modelData.charAt(index)
                        objectName: "sign-" + sign
                        text: sign
                        role: "quiet"
                        em: board.rows === 4 ? 13 : 11
                        leftPadding: 0
                        rightPadding: 0
                        width: board.keyWidth
                        height: board.keyHeight
                        onClicked: Kiosk.typeKey(sign)
                    }
                }
            }
        }
    }
    Column {
        id: side
        anchors.right: parent.right
        width: board.sideWidth
        spacing: board.gap
        readonly property real lineHeight: (board.height - 4 * board.gap) / 5
        readonly property real half: (width - board.gap) / 2

        Row {
            visible: board.kana
            spacing: board.gap
            Repeater {
                model: ["voiced", "half_voiced"]
                delegate: BigButton {
                    required property string modelData
                    objectName: "mark-" + modelData
                    text: board.labels[modelData]
                    em: 13
                    leftPadding: 0
                    rightPadding: 0
                    width: side.half
                    height: side.lineHeight
                    onClicked: Kiosk.typeMark(modelData)
                }
            }
        }
        Row {
            visible: board.kana
            spacing: board.gap
            BigButton {
                objectName: "mark-small"
                text: board.labels.small
                em: 6.8
                leftPadding: 0
                rightPadding: 0
                width: side.half
                height: side.lineHeight
                onClicked: Kiosk.typeMark("small")
            }
            BigButton {
                objectName: "sign-long"
                text: board.labels.long
                em: 10
                leftPadding: 0
                rightPadding: 0
                width: side.half
                height: side.lineHeight
                onClicked: Kiosk.typeKey(board.longSign)
            }
        }
        BigButton {
            objectName: "sign-space"
            visible: board.kana && board.panels.length === 1
            text: board.labels.space
            em: 7.5
            width: side.width
            height: side.lineHeight
            onClicked: Kiosk.typeKey(board.spaceSign)
        }
        Row {
            visible: board.panels.length > 1
            spacing: board.gap
            BigButton {
                objectName: "sign-space"
                text: board.labels.space
                em: 6.8
                leftPadding: 0
                rightPadding: 0
                width: side.half
                height: side.lineHeight
                onClicked: Kiosk.typeKey(board.spaceSign)
            }
            BigButton {
                objectName: "panel-other"
                text: board.at === 0 ? board.labels.digits : board.labels.kana
                em: 6.8
                role: "primary"
                leftPadding: 0
                rightPadding: 0
                width: side.half
                height: side.lineHeight
                onClicked: { Kiosk.touch(); board.at = 1 - board.at }
            }
        }
        BigButton {
            objectName: "letters-delete"
            text: board.labels.delete
            em: 7.5
            width: side.width
            height: side.lineHeight
            onClicked: Kiosk.typeDelete()
        }
        BigButton {
            objectName: "letters-clear"
            text: board.labels.clear
            role: "quiet"
            em: 7
            width: side.width
            height: side.lineHeight
            onClicked: Kiosk.typeClear()
        }
    }
}
