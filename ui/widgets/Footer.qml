import QtQuick
import "../theme"

// Leave, go back, the fee so far, and the one button that goes on.
Rectangle {
    id: footer

    required property var chrome
    readonly property bool needed: chrome.cancel !== "" || chrome.back !== "" || chrome.primary.name !== ""
        || chrome.total !== ""

    signal refused(string why)

    height: needed ? Theme.mm(30) : 0
    visible: needed
    color: Theme.surface

    Rectangle {
        width: parent.width
        height: Math.max(1, Theme.mm(0.4))
        color: Theme.line
    }
    Row {
        id: leaving
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(Theme.margin)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(Theme.gap)

        BigButton {
            objectName: "cancel"
            visible: text !== ""
            text: footer.chrome.cancel
            role: "quiet"
            em: 8
            press: "cancel"
        }
        BigButton {
            objectName: "back"
            visible: text !== ""
            text: footer.chrome.back
            role: "quiet"
            em: 8
            press: "back"
        }
    }
    Row {
        id: totals
        anchors.right: onward.visible ? onward.left : parent.right
        anchors.rightMargin: Theme.mm(onward.visible ? 7 : Theme.margin)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(3)
        visible: footer.chrome.total !== ""

        OneLine {
            words: footer.chrome.totalLabel
            em: Theme.small
            color: Theme.inkSoft
            anchors.baseline: sum.baseline
        }
        OneLine {
            id: sum
            words: footer.chrome.total
            em: 11
            font.bold: true
        }
    }
    Prose {
        words: footer.chrome.note
        em: 7
        leading: 1.3
        color: Theme.inkSoft
        anchors.left: leaving.right
        anchors.leftMargin: Theme.mm(leaving.width > 0 ? 7 : 2)
        anchors.right: totals.visible ? totals.left : onward.visible ? onward.left : parent.right
        anchors.rightMargin: Theme.mm(Theme.margin)
        anchors.verticalCenter: parent.verticalCenter
    }
    BigButton {
        id: onward
        objectName: footer.chrome.primary.name
        visible: text !== ""
        text: footer.chrome.primary.label
        role: "primary"
        width: Math.max(Theme.mm(84), implicitWidth)
        height: Theme.mm(22)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(Theme.margin)
        anchors.verticalCenter: parent.verticalCenter
        blocked: footer.blockedNow ? footer.chrome.primary.blocked : ""
        press: footer.chrome.primary.name
        onRefused: why => footer.refused(why)
    }
    property bool blockedNow: false
}
